/** `npm run docs`: writes `.env.example` and the generated sections of the README. */

import { readFileSync, writeFileSync } from 'node:fs';
import { envExample } from '../../src/config.ts';
import { withSections } from './generated.ts';

writeFileSync('.env.example', envExample());
writeFileSync('README.md', withSections(readFileSync('README.md', 'utf8')));
