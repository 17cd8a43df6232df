/** Which of the views is open: the address says it, so that it can be bookmarked and gone back from. */

import { useEffect, useState } from 'preact/hooks';

const ROUTES = ['conversation', 'class', 'evidence'] as const;
export type Route = (typeof ROUTES)[number];

const current = (): Route => ROUTES.find((route) => location.hash === `#${route}`) ?? 'conversation';

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
