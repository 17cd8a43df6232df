/** The stories of a class on Slack. */

import { openSlackStage } from './slack-stage.ts';
import { tellStories } from './stories.ts';

tellStories('Slack', openSlackStage);
