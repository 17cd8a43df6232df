/** Hooks that tie the page to the chat: its state, where the conversation stands, and keys typed anywhere. */

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PersonaId } from '../personas.ts';
import type { Chat, ChatState } from './chat.ts';
import type { Entry } from './transcript.ts';

export function useChat(chat: Chat): ChatState {
  const [state, setState] = useState(chat.state);
  useEffect(() => {
    setState(chat.state);
    return chat.subscribe(() => setState(chat.state));
  }, [chat]);
  return state;
}

/** Left free above what is scrolled to, in CSS pixels. */
const MARGIN = 16;

/** Shows what is new: an answer from its first line, so that a long one is read from the top. */
export function useFollowing(
  scroller: RefObject<HTMLElement | null>,
  persona: PersonaId,
  entries: readonly Entry[],
): void {
  const seen = useRef<{ persona: PersonaId; count: number; height: number }>(undefined);
  const last = entries.at(-1);
  useLayoutEffect(() => {
    const element = scroller.current;
    const before = seen.current;
    seen.current = { persona, count: entries.length, height: element?.scrollHeight ?? 0 };
    if (!element || before?.count === entries.length) return;
    const sameConversation = before?.persona === persona;
    // What comes unasked moves nobody who reads something else.
    const atEnd = element.scrollTop + element.clientHeight >= (before?.height ?? 0) - MARGIN;
    if (sameConversation && last?.from === 'bot' && !atEnd) return;
    const said = element.querySelectorAll('.said');
    const question = said.item(said.length - 1);
    if (!question) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const behavior = sameConversation && !calm ? 'smooth' : 'instant';
    const top =
      last?.from === 'lab'
        ? element.scrollTop +
          question.getBoundingClientRect().top -
          element.getBoundingClientRect().top -
          MARGIN
        : element.scrollHeight;
    element.scrollTo({ top, behavior });
  }, [scroller, persona, entries, last]);
}

/** Keeps the end in view when the window shrinks, as for a keyboard, for whoever was looking at the end. */
export function useStayingAtTheEnd(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let atEnd = false;
    const onScroll = () => {
      atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < MARGIN;
    };
    const observer = new ResizeObserver(() => {
      if (atEnd) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller]);
}

/** A key that writes something goes into the composer, wherever the focus is. */
export function useTypingAnywhere(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const busy =
        target instanceof Element &&
        target.closest('input:not([type=radio]), textarea, select, dialog, [contenteditable]');
      if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey || busy) return;
      input.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input]);
}
