/** The class as the server has it now: asked again while one looks. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { WireClass } from '../../wire.ts';
import { fetchClass, Refused } from '../server-client.ts';

/** How often a visible page asks. */
const AGAIN_MS = 10_000;

export interface ClassNow {
  readonly found?: WireClass;
  /** When it was asked for last with success, in the browser's own time. */
  readonly at?: number;
  /** Why the last try failed, as a sentence. */
  readonly fault?: string;
  /** Asks now: something was done that changes it. */
  readonly ask: () => void;
}

const UNREACHABLE = 'The lab is not answering just now.';

export function useClass(persona: string, assignment: string | undefined): ClassNow {
  const [state, setState] = useState<Omit<ClassNow, 'ask'>>({});
  const text = useRef('');
  const asked = useRef(0);
  const ask = useCallback(() => {
    asked.current += 1;
    const turn = asked.current;
    fetchClass(persona, assignment).then(
      (found) => {
        // An answer that was overtaken is about what was looked at before.
        if (turn !== asked.current) return;
        const now = JSON.stringify(found);
        setState((before) => ({
          found: now === text.current && before.found ? before.found : found,
          at: Date.now(),
        }));
        text.current = now;
      },
      (error: unknown) => {
        if (turn !== asked.current) return;
        const fault = error instanceof Refused ? error.message : UNREACHABLE;
        setState((before) => ({ ...before, fault }));
      },
    );
  }, [persona, assignment]);
  useEffect(() => {
    ask();
    const timer = setInterval(() => !document.hidden && ask(), AGAIN_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      // What is still under way is of no use to a view that is gone.
      asked.current += 1;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [ask]);
  return { ...state, ask };
}
