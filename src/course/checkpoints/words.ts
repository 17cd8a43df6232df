/** What a checkpoint's post says: one line to keep, about nobody. */

import type { Checkpoint } from '../../evidence/checkpoint.ts';
import { checkpointLine } from '../../evidence/checkpoint-line.ts';
import { type Reply, reply } from '../../messages/reply.ts';
import { say } from '../../messages/rich-text.ts';

export const checkpointReply = (checkpoint: Checkpoint, zone: string): Reply =>
  reply({
    kind: 'text',
    text: say`${checkpointLine(checkpoint, zone)}: what is in the ledgers now can’t be changed any more without this line showing it. Keep it.`,
  });
