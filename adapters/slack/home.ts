/** App Home: where the student stands, their receipt and what is next. Ephemeral messages are gone on reload; this is not. */

import type { Reply } from '../../src/messages/reply.ts';
import { blocksProblems, LIMITS } from './limits.ts';
import { type Block, section } from './message.ts';
import { noPictures } from './pictures.ts';
import { render } from './render.ts';

export interface HomeView {
  readonly type: 'home';
  readonly blocks: readonly Block[];
}

const HOW =
  'Buttons here are answered in *Messages*. In any channel type `/lab`; in a thread mention me, for example `@lab seq 64k`; here in *Messages* plain `seq 64k` will do.';

/** @param standing what `/ledger` says */
export function homeView(standing: Reply, user: string): HomeView {
  const blocks = [...render(standing, { user, picture: noPictures }).blocks, section(HOW)];
  const problems = blocksProblems(blocks, LIMITS.viewBlocks);
  if (problems.length > 0) throw new RangeError(`App Home is beyond Slack's limits: ${problems.join('; ')}`);
  return { type: 'home', blocks };
}
