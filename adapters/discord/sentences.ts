/** The sentences beside the lab, as they are said on Discord. */

import { sentences } from '../sentences.ts';

export const SENTENCES = sentences('/lab');
