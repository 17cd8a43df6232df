/** The page: side, conversation and composer, and what moves between them. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { mayUse } from '../personas.ts';
import type { WireChoice, WireCourse } from '../wire.ts';
import type { Chat } from './chat.ts';
import { Composer } from './composer.tsx';
import { Messages } from './messages.tsx';
import { Write } from './rich-text.tsx';
import { fetchCourse } from './server-client.ts';
import { Side } from './side.tsx';
import { useChat, useFollowing, useStayingAtTheEnd, useTypingAnywhere } from './use-chat.ts';
import { Welcome } from './welcome.tsx';

/** Until the server has said more, what the document itself says. */
const UNKNOWN: WireCourse = { name: document.title, labs: [], commands: [] };

function useCourse(connected: boolean): WireCourse {
  const [course, setCourse] = useState(UNKNOWN);
  useEffect(() => {
    // A page that was opened while the server went away asks again once it is back.
    if (connected) fetchCourse().then(setCourse, () => {});
  }, [connected]);
  useEffect(() => {
    document.title = course.name;
  }, [course.name]);
  return course;
}

/** On a touch screen the focus would bring up the keyboard over what there is to read. */
function focusWithoutKeyboard(input: HTMLInputElement | null): void {
  if (matchMedia('(pointer: fine)').matches) input?.focus();
}

export function App({ chat }: { chat: Chat }) {
  const { persona, transcripts, unread, connected } = useChat(chat);
  const { entries, history } = transcripts[persona];
  const course = useCourse(connected);
  // What only staff may use comes first for them: it is what they are here for.
  const offered = useMemo(() => {
    const may = course.commands.filter(({ role }) => mayUse(persona, role));
    return [...may.filter(({ role }) => role), ...may.filter(({ role }) => !role)];
  }, [course, persona]);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const waiting = entries.some((entry) => entry.from === 'student' && entry.state === 'waiting');

  useFollowing(log, persona, entries);
  useStayingAtTheEnd(log);
  useTypingAnywhere(input);
  useEffect(() => focusWithoutKeyboard(input.current), []);

  const press = useCallback((choice: WireChoice, entered?: string) => chat.press(choice, entered), [chat]);
  const retry = useCallback((id: string) => chat.retry(id), [chat]);
  const write = useCallback((line: string) => {
    setText(line);
    focusWithoutKeyboard(input.current);
  }, []);

  return (
    <>
      <Side
        persona={persona}
        unread={unread}
        course={course}
        commands={offered}
        be={(next) => {
          chat.be(next);
          setText('');
        }}
        write={write}
      />
      <main>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
        <div class="scroll" ref={log} tabIndex={0} role="log" aria-label="Conversation" aria-busy={waiting}>
          <div class="column">
            {entries.length === 0 && <Welcome labs={course.labs} start={() => chat.say('/lab')} />}
            <Write.Provider value={write}>
              <Messages entries={entries} connected={connected} press={press} retry={retry} />
            </Write.Provider>
            {waiting && connected && (
              <p class="pending">
                <span />
                <span />
                <span />
                <span class="unseen">The lab is answering.</span>
              </p>
            )}
          </div>
        </div>
        <div class="foot">
          <p class="connection" role="status">
            {!connected && (
              <>
                <strong>The lab is not answering.</strong> What you send is kept here and goes out when it is
                back. What it has confirmed is safe in your ledger.
              </>
            )}
          </p>
          <Composer
            key={persona}
            commands={offered}
            history={history}
            input={input}
            text={text}
            onText={setText}
            onSend={(line, file) => chat.say(line, file)}
          />
        </div>
      </main>
    </>
  );
}
