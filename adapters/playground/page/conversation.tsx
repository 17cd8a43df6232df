/** What was said, and where one types. */

import type { RefObject } from 'preact';
import { useCallback, useRef } from 'preact/hooks';
import type { WireCourse } from '../wire.ts';
import type { Chat, ChatState } from './chat.ts';
import type { Pressing } from './choices.tsx';
import { Composer } from './composer.tsx';
import { Messages } from './messages.tsx';
import { Write } from './rich-text.tsx';
import { useFollowing, useStayingAtTheEnd } from './use-chat.ts';
import { Welcome } from './welcome.tsx';

interface ConversationProps {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly labs: WireCourse['labs'];
  /** Those that the persona may use. */
  readonly commands: WireCourse['commands'];
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Puts a line into the composer. */
  readonly write: (line: string) => void;
}

export function Conversation({ chat, state, labs, commands, input, text, onText, write }: ConversationProps) {
  const { persona, transcripts, connected } = state;
  const { entries, history } = transcripts[persona];
  const log = useRef<HTMLDivElement>(null);
  const waiting = entries.some((entry) => entry.from === 'student' && entry.state === 'waiting');

  useFollowing(log, persona, entries);
  useStayingAtTheEnd(log);

  const press = useCallback<Pressing['press']>((...pressed) => chat.press(...pressed), [chat]);
  const retry = useCallback((id: string) => chat.retry(id), [chat]);

  return (
    <main>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div class="scroll" ref={log} tabIndex={0} role="log" aria-label="Conversation" aria-busy={waiting}>
        <div class="column">
          {entries.length === 0 && <Welcome labs={labs} start={() => chat.say('/lab')} />}
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
          commands={commands}
          history={history}
          input={input}
          text={text}
          onText={onText}
          onSend={(line, file) => chat.say(line, file)}
        />
      </div>
    </main>
  );
}
