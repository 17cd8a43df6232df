/** The stories of a class over rows alone. */

import { openRowsStage } from './rows-stage.ts';
import { tellStories } from './stories.ts';

tellStories('rows', openRowsStage);
