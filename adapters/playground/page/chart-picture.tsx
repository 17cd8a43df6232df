/** A chart: small in the message, as large as the window when it is pressed, and its finding where there is no picture. */

import { useRef, useState } from 'preact/hooks';
import type { WirePart } from '../wire.ts';
import { CloseSign, EnlargeSign } from './icons.tsx';

export function ChartPicture({ title, finding, source, width, height }: WirePart & { kind: 'chart' }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [missing, setMissing] = useState(false);
  if (source === undefined || missing) {
    return (
      <p class="missing">
        <strong>{title}.</strong> There is no picture here; this is what it shows. {finding}
      </p>
    );
  }
  return (
    <figure class="chart">
      <img src={source} alt={finding} width={width} height={height} onError={() => setMissing(true)} />
      <button
        type="button"
        class="enlarge"
        aria-label={`Enlarge the chart: ${title}`}
        onClick={() => dialog.current?.showModal()}
      >
        <EnlargeSign />
      </button>
      <dialog ref={dialog} aria-label={title} closedby="any">
        <button
          type="button"
          class="close"
          aria-label="Close the chart"
          onClick={() => dialog.current?.close()}
        >
          <CloseSign />
        </button>
        <div class="sheet">
          <img src={source} alt="" width={width} height={height} loading="lazy" />
        </div>
        <p class="finding">{finding}</p>
      </dialog>
    </figure>
  );
}
