/** How many stand where: a bar of all of them, and a button for each part, which shows who they are. */

import type { WireClassPage } from '../../wire.ts';
import { type Filter, STANDING_WORDS } from './filter.ts';

interface StandingsProps {
  readonly standings: WireClassPage['standings'];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** In thousandths of the whole, which is what the picture's box is wide. */
function Whole({ standings }: Pick<StandingsProps, 'standings'>) {
  const all = standings.reduce((sum, { count }) => sum + count, 0);
  let left = 0;
  return (
    <svg class="share-of-all" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      {standings.map(({ standing, count }) => {
        const x = left;
        const width = all === 0 ? 0 : (count / all) * 1000;
        left += width;
        return (
          <rect
            key={standing}
            class={`of at-${standing.replace(' ', '-')}`}
            x={x}
            y="0"
            width={width}
            height="10"
          />
        );
      })}
    </svg>
  );
}

export function Standings({ standings, filter, onFilter }: StandingsProps) {
  return (
    <section class="standings" aria-label="How many stand where">
      <Whole standings={standings} />
      <ul>
        {standings
          // Past the deadline only, or for who is excused.
          .filter(({ standing, count }) => count > 0 || standing !== 'unfinished')
          .map(({ standing, count }) => (
            <li key={standing}>
              <button
                type="button"
                aria-pressed={filter === standing}
                onClick={() => onFilter(filter === standing ? 'all' : standing)}
              >
                <strong>{count}</strong>
                <span>
                  <i class={`dot at-${standing.replace(' ', '-')}`} aria-hidden="true" />
                  {STANDING_WORDS[standing].name}
                </span>
                <small>{STANDING_WORDS[standing].note}</small>
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}
