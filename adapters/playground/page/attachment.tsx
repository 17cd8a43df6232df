/** A file that goes with the next line: chosen, or dropped onto the composer. */

import { useId } from 'preact/hooks';
import type { FileTurnBody } from '../wire.ts';
import { Paperclip } from './icons.tsx';

export type Attached = FileTurnBody['file'];

/** Its bytes in base64, which is how JSON carries them. */
export async function readAttached(file: File): Promise<Attached> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return { name: file.name, base64: url.slice(url.indexOf(',') + 1) };
}

/** What is attached, above the line that it goes with. */
export function AttachedFile({ file, takeOff }: { readonly file: Attached; readonly takeOff: () => void }) {
  return (
    <p class="attached-file">
      <span>
        <strong>{file.name}</strong> goes with the next line.
      </span>
      <button type="button" onClick={takeOff}>
        Take it off
      </button>
    </p>
  );
}

/** Chooses a file. A label of its input, so that it is one thing to a keyboard and a screen reader. */
export function AttachButton({ onFile }: { readonly onFile: (file: Attached) => void }) {
  const id = useId();
  return (
    <span class="attach">
      <input
        id={id}
        type="file"
        accept=".csv,text/csv"
        onChange={async ({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen) onFile(await readAttached(chosen));
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
      <label for={id} title="Attach a gradebook export (CSV)">
        <Paperclip />
        <span class="unseen">Attach a gradebook export (CSV)</span>
      </label>
    </span>
  );
}
