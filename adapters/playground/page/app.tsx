/** The page: side, conversation, class or evidence, and what moves between them. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { mayUse } from '../personas.ts';
import type { WireCourse } from '../wire.ts';
import type { Chat } from './chat.ts';
import { ClassView } from './class/class-view.tsx';
import { Conversation } from './conversation.tsx';
import { EvidenceView } from './evidence/evidence-view.tsx';
import { goTo, useRoute } from './route.ts';
import { fetchCourse } from './server-client.ts';
import { Side } from './side.tsx';
import { useChat, useTypingAnywhere } from './use-chat.ts';

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
  const state = useChat(chat);
  const { persona, unread, connected } = state;
  const course = useCourse(connected);
  const isStaff = mayUse(persona, 'assistant');
  const asked = useRoute();
  const route = isStaff ? asked : 'conversation';
  // What only staff may use comes first for them: it is what they are here for.
  const offered = useMemo(() => {
    const may = course.commands.filter(({ role }) => mayUse(persona, role));
    return [...may.filter(({ role }) => role), ...may.filter(({ role }) => !role)];
  }, [course, persona]);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);

  useTypingAnywhere(input);
  useEffect(() => {
    if (route === 'conversation') focusWithoutKeyboard(input.current);
  }, [route]);

  const write = useCallback((line: string) => {
    goTo('conversation');
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
        {...(isStaff && { route })}
        be={(next) => {
          chat.be(next);
          setText('');
        }}
        write={write}
      />
      {route === 'class' && (
        <ClassView key={persona} persona={persona} sample={course.sample} write={write} />
      )}
      {route === 'evidence' && <EvidenceView key={course.publicKey} ownKey={course.publicKey ?? ''} />}
      {route === 'conversation' && (
        <Conversation
          chat={chat}
          state={state}
          labs={course.labs}
          commands={offered}
          input={input}
          text={text}
          onText={setText}
          write={write}
        />
      )}
    </>
  );
}
