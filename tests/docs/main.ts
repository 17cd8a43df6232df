/** `npm run docs`: writes `.env.example` and the generated sections of the documents. */

import { readFileSync, writeFileSync } from 'node:fs';
import { envExample } from '../../src/config.ts';
import { DOCUMENTS, withSections } from './generated.ts';

writeFileSync('.env.example', envExample());
for (const path of Object.keys(DOCUMENTS))
  writeFileSync(path, withSections(path, readFileSync(path, 'utf8')));
