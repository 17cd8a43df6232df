/** The page: side, conversation and composer, and what moves between them. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { WireChoice, WireCommand } from '../wire.ts';
import type { Chat } from './chat.ts';
import { Composer } from './composer.tsx';
import { Messages } from './messages.tsx';
import { fetchCommands } from './server-client.ts';
import { Side } from './side.tsx';
import { useChat, useFollowing, useStayingAtTheEnd, useTypingAnywhere } from './use-chat.ts';
import { Welcome } from './welcome.tsx';

function useCommands(connected: boolean): readonly WireCommand[] {
  const [commands, setCommands] = useState<readonly WireCommand[]>([]);
  useEffect(() => {
    // A page that was opened while the server went away asks again once it is back.
    if (connected) fetchCommands().then(setCommands, () => {});
  }, [connected]);
  return commands;
}

export function App({ chat }: { chat: Chat }) {
  const { persona, transcripts, unread, connected } = useChat(chat);
  const { entries, history } = transcripts[persona];
  const commands = useCommands(connected);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const waiting = entries.some((entry) => entry.from === 'student' && entry.state === 'waiting');

  useFollowing(log, persona, entries);
  useStayingAtTheEnd(log);
  useTypingAnywhere(input);
  useEffect(() => {
    // On a touch screen the focus would bring up the keyboard over what there is to read.
    if (matchMedia('(pointer: fine)').matches) input.current?.focus();
  }, []);

  const press = useCallback((choice: WireChoice) => chat.say(choice.line, choice.shown), [chat]);
  const retry = useCallback((id: string) => chat.retry(id), [chat]);

  return (
    <>
      <Side
        persona={persona}
        unread={unread}
        commands={commands}
        be={(next) => {
          chat.be(next);
          setText('');
        }}
        write={(line) => {
          setText(line);
          input.current?.focus();
        }}
      />
      <main>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
        <div class="scroll" ref={log} tabIndex={0} role="log" aria-label="Conversation" aria-busy={waiting}>
          <div class="column">
            {entries.length === 0 && <Welcome start={() => chat.say('/lab')} />}
            <Messages entries={entries} connected={connected} press={press} retry={retry} />
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
            onText={setText}
            onSend={(line) => chat.say(line)}
          />
        </div>
      </main>
    </>
  );
}
