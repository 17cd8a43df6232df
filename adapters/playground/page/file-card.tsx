/** A file that the lab hands out: its content at a glance, and a download. */

import { useEffect, useState } from 'preact/hooks';
import type { WirePart } from '../wire.ts';
import { FileSign } from './icons.tsx';

/** The file's address in this tab, as long as the card is there. */
function useBlobAddress(content: string, mediaType: string): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [content, mediaType]);
  return address;
}

export function FileCard({ name, mediaType, content }: WirePart & { kind: 'file' }) {
  const address = useBlobAddress(content, mediaType);
  return (
    <div class="file">
      <a {...(address !== undefined && { href: address })} download={name}>
        <FileSign />
        <span>
          <strong>{name}</strong>
          <small>Download, {content.length.toLocaleString('en-US')} characters</small>
        </span>
      </a>
      <details>
        <summary>Look inside</summary>
        <pre>{content}</pre>
      </details>
    </div>
  );
}
