/** `/context`: which device is "yours". */

import type { Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { code, say } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { next } from '../next.ts';
import { currentAct } from '../standing.ts';
import type { Turn } from '../turn.ts';

export function context(turn: Turn, request: Request & { kind: 'context' }): readonly Part[] {
  const device = turn.lab.devices.find(({ id }) => id === request.device);
  if (!device) {
    const ids = turn.lab.devices.map(({ id }) => id).join(' or ');
    throw new UserError(
      say`There is no device called ${request.device}: choose ${ids}, for example ${code(`/context ${turn.lab.devices[0].id}`)}.`,
    );
  }
  const same = device.id === turn.progress.device;
  if (!same) turn.decide({ kind: 'context', device: device.id });
  const { instrument } = currentAct(turn.lab, turn.progress);
  const last = turn.progress.runs[instrument.id]?.last;
  return [
    ...(same
      ? [{ kind: 'text', text: 'That device was selected already; nothing was changed.' } as const]
      : []),
    ...device.card,
    next(
      turn,
      last && !same
        ? [
            {
              label: 'Run the last one here',
              request: { kind: 'run', instrument: instrument.id, input: last.input },
            },
          ]
        : [],
    ),
  ];
}
