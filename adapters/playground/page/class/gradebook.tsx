/** The gradebook's file goes in here, and comes back with one column filled. */

import { useId } from 'preact/hooks';
import type { FileTurnBody, WireChoice, WireCourse } from '../../wire.ts';
import { readAttached } from '../attachment.tsx';
import { FileCard } from '../file-card.tsx';
import { type Asking, pressing, withFile } from './sheet.tsx';

interface GradebookProps {
  readonly grades: WireChoice;
  readonly sample: WireCourse['sample'];
  readonly ask: (asking: Asking) => void;
}

/** In base64, which is how JSON carries it; its letters may be any. */
const sampleFile = ({ name, content }: NonNullable<WireCourse['sample']>): FileTurnBody['file'] => ({
  name,
  base64: btoa(String.fromCharCode(...new TextEncoder().encode(content))),
});

export function Gradebook({ grades, sample, ask }: GradebookProps) {
  const id = useId();
  return (
    <section class="panel gradebook" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>Grades</h3>
      <p class="finding">
        The gradebook’s own export goes in, from Canvas or Moodle; the same file comes back with one column
        filled, and only in rows that are surely somebody’s.
      </p>
      <div class="buttons">
        <span class="file-button">
          <input
            id={id}
            type="file"
            accept=".csv,text/csv"
            onChange={async ({ currentTarget }) => {
              const [chosen] = currentTarget.files ?? [];
              if (chosen) ask(withFile(grades, await readAttached(chosen)));
              currentTarget.value = '';
            }}
          />
          <label for={id}>Give the export (CSV)</label>
        </span>
        <button type="button" onClick={() => ask(pressing(grades))}>
          With the one given before
        </button>
      </div>
      {sample && (
        <div class="sample">
          <p class="aside">
            This is a demo, so here is an export of exactly this class. Two people in it have the same name,
            and one row is not assigned.
          </p>
          <div class="buttons">
            <button type="button" class="primary" onClick={() => ask(withFile(grades, sampleFile(sample)))}>
              Try it with this one
            </button>
          </div>
          <FileCard kind="file" mediaType="text/csv" {...sample} />
        </div>
      )}
    </section>
  );
}
