/** Which of the two views is open: the address says it, so that it can be bookmarked and gone back from. */

import { useEffect, useState } from 'preact/hooks';

export type Route = 'conversation' | 'class';

const current = (): Route => (location.hash === '#class' ? 'class' : 'conversation');

/** Changes nothing where one is there already. */
export function goTo(route: Route): void {
  if (current() !== route) location.hash = route;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const follow = () => setRoute(current());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}
