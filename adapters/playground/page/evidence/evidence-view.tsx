/** Where an instructor drops what a class handed in, and reads of each file whether it is genuine. Nothing of it is kept. */

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { WireVerification } from '../../wire.ts';
import { Refused, sendFiles } from '../server-client.ts';
import { type Chosen, chosenFiles, droppedFiles } from './dropped.ts';
import { summaryWords, Verdicts } from './verdicts.tsx';

type State =
  | { readonly at: 'checking'; readonly count: number }
  | {
      readonly at: 'found';
      readonly found: WireVerification;
      readonly words: string;
      readonly isKeyGiven: boolean;
    }
  | { readonly at: 'fault'; readonly words: string };

const UNREACHABLE = 'The lab is not answering just now. Checking again does no harm.';

/** Checks again where the files, the key or the post are others. */
function useVerification(chosen: Chosen | undefined, key: string, post: string) {
  const [state, setState] = useState<State>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!chosen) return;
    let isWanted = true;
    const settle = (next: State) => isWanted && setState(next);
    setState({ at: 'checking', count: chosen.files.length });
    if (chosen.files.length === 0) {
      settle({
        at: 'fault',
        words: 'None of these is an evidence file: its name ends in .json, such as lab-06-evidence.json.',
      });
      return;
    }
    sendFiles({ files: chosen.files, key, post }).then(
      (found) =>
        settle({
          at: 'found',
          found,
          words: summaryWords(found, chosen.others),
          isKeyGiven: key !== '' || post !== '',
        }),
      (error: unknown) =>
        settle({ at: 'fault', words: error instanceof Refused ? error.message : UNREACHABLE }),
    );
    return () => {
      isWanted = false;
    };
  }, [chosen, key, post, tries]);
  return { state, again: () => setTries((before) => before + 1) };
}

function DropZone({ onChosen }: { onChosen: (chosen: Chosen) => void }) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same for whoever drops nothing.
    <div
      class={`drop-zone${isOver ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={async (event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) onChosen(await droppedFiles(event.dataTransfer));
      }}
    >
      <p>Drop evidence files here, or the folder of a class’s submissions.</p>
      <span class="file-button">
        <input
          id={id}
          type="file"
          multiple
          accept=".json,.zip,application/json"
          onChange={async ({ currentTarget }) => {
            if (currentTarget.files) onChosen(await chosenFiles(currentTarget.files));
            // The same files may be chosen again.
            currentTarget.value = '';
          }}
        />
        <label for={id}>Choose files</label>
      </span>
    </div>
  );
}

function Known({
  ownKey,
  onKey,
  onPost,
}: {
  ownKey: string;
  onKey: (key: string) => void;
  onPost: (post: string) => void;
}) {
  const id = useId();
  return (
    <div class="known">
      <label for={`${id}-key`}>The bot’s key</label>
      <input
        id={`${id}-key`}
        type="text"
        value={ownKey}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={`${id}-key-note`}
        onChange={({ currentTarget }) => onKey(currentTarget.value.trim())}
      />
      <p id={`${id}-key-note`}>
        {ownKey === '' ? '' : 'This bot’s own. '}Another’s is in its posts of checkpoints, after “key”.
      </p>
      <label for={`${id}-post`}>A post of a checkpoint that you kept (may be left out)</label>
      <textarea
        id={`${id}-post`}
        rows={3}
        spellcheck={false}
        placeholder="Checkpoint 12 · … · root 3f2a…"
        onChange={({ currentTarget }) => onPost(currentTarget.value.trim())}
      />
    </div>
  );
}

export function EvidenceView({ ownKey }: { ownKey: string }) {
  const [chosen, setChosen] = useState<Chosen>();
  const [key, setKey] = useState(ownKey);
  const [post, setPost] = useState('');
  const { state, again } = useVerification(chosen, key, post);
  const scroller = useRef<HTMLElement>(null);
  return (
    <main class="class evidence">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section class="scroll" ref={scroller} tabIndex={0} aria-label="Evidence">
        <div class="wide">
          <header class="class-head">
            <h2>Is it genuine?</h2>
            <p>
              Students get an evidence file with their ledger’s export. Here each is checked against its
              hashes, its signature and its checkpoints; nothing of it is kept.
            </p>
          </header>
          <DropZone onChosen={setChosen} />
          <Known ownKey={ownKey} onKey={setKey} onPost={setPost} />
          <p class="summary" role="status">
            {state?.at === 'checking' && `Checking ${state.count} …`}
            {state?.at === 'found' && state.words}
            {state?.at === 'fault' && state.words}
          </p>
          {state?.at === 'fault' && (chosen?.files.length ?? 0) > 0 && (
            <div class="buttons">
              <button type="button" onClick={again}>
                Check again
              </button>
            </div>
          )}
          {state?.at === 'found' && <Verdicts found={state.found} isKeyGiven={state.isKeyGiven} />}
        </div>
      </section>
    </main>
  );
}
