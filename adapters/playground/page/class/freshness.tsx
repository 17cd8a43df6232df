/** When the class was read last; a screen reader is told where that changed something, and not each time. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { WireClassPage } from '../../wire.ts';
import { STANDING_WORDS } from './filter.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

const told = ({ standings }: WireClassPage): string =>
  standings
    .map(({ standing, count }) => `${count} ${STANDING_WORDS[standing].name.toLowerCase()}`)
    .join(', ');

interface FreshnessProps {
  /** The same object for as long as nothing in it changes. */
  readonly page: WireClassPage;
  /** In the browser's own time. */
  readonly at: number;
}

export function Freshness({ page, at }: FreshnessProps) {
  const before = useRef(page);
  const [news, setNews] = useState('');
  useEffect(() => {
    if (before.current !== page) setNews(`The class has changed: ${told(page)}.`);
    before.current = page;
  }, [page]);
  return (
    <p class="fresh">
      Updated <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>
      <span class="unseen" role="status">
        {news}
      </span>
    </p>
  );
}
