/** The stories of a class on Discord. */

import { openDiscordStage } from './discord-stage.ts';
import { tellStories } from './stories.ts';

tellStories('Discord', openDiscordStage);
