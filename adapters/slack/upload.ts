/** Bytes on their way to Slack: a place is asked for, they are put there, and then the file is known. */

import type { webApi } from '@slack/bolt';

/** A person waits for it. */
const UPLOAD_MS = 8_000;

export interface Outgoing {
  readonly filename: string;
  readonly title: string;
  readonly bytes: Uint8Array;
  /** What a picture shows, in words. */
  readonly alt?: string;
}

/**
 * @param channel whose members may see it; the app alone where there is none, until a message shows it
 * @returns Slack's id of the file
 * @throws whatever Slack or the network says against it
 */
export async function upload(
  client: webApi.WebClient,
  { filename, title, bytes, alt }: Outgoing,
  channel?: string,
): Promise<string> {
  const place = await client.files.getUploadURLExternal({
    filename,
    length: bytes.byteLength,
    ...(alt !== undefined && { alt_text: alt }),
  });
  if (!place.upload_url || !place.file_id) throw new Error('Slack gave no place to upload to');
  const sent = await fetch(place.upload_url, {
    method: 'POST',
    body: Buffer.from(bytes),
    signal: AbortSignal.timeout(UPLOAD_MS),
  });
  if (!sent.ok) throw new Error(`the upload was answered with ${sent.status}`);
  await client.files.completeUploadExternal({
    files: [{ id: place.file_id, title }],
    ...(channel !== undefined && { channel_id: channel }),
  });
  return place.file_id;
}
