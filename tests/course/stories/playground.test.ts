/** The stories of a class in the playground, over its real server. */

import { openPlaygroundStage } from './playground-stage.ts';
import { tellStories } from './stories.ts';

tellStories('the playground', openPlaygroundStage);
