/** Where a chart's picture in Slack comes from: an address that Slack fetches, a file uploaded here, or nowhere. */

import type { webApi } from '@slack/bolt';
import type { Chart } from '../../src/charts/chart.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Logger } from '../../src/log.ts';
import type { Reply } from '../../src/messages/reply.ts';
import type { PictureOf } from './blocks.ts';
import { reasonOf } from './failures.ts';
import { LIMITS } from './limits.ts';
import { type Picture, plainText } from './message.ts';

const words = ({ title, finding }: Chart) => ({
  type: 'image' as const,
  alt_text: finding.slice(0, LIMITS.altCharacters),
  title: plainText(title),
});

const chartsOf = (reply: Reply): Chart[] =>
  reply.parts.flatMap((part) => (part.kind === 'chart' ? [part.chart] : []));

/** No pictures at all: the facts stand as words. */
export const noPictures: PictureOf = () => undefined;

const byChart =
  (pictures: ReadonlyMap<Chart, Picture>): PictureOf =>
  (chart) =>
    pictures.get(chart);

/** Pictures that Slack fetches from the chart host, or undefined where the host gives no addresses. */
export async function linkedPictures(reply: Reply, charts: ChartHost): Promise<PictureOf | undefined> {
  const pictures = new Map<Chart, Picture>();
  for (const chart of chartsOf(reply)) {
    const image = await charts.image(chart);
    if (image.kind !== 'url' || image.url.length > LIMITS.urlCharacters) return undefined;
    pictures.set(chart, { ...words(chart), image_url: image.url });
  }
  return byChart(pictures);
}

/** A student waits for it; the facts as words are better than a late picture. */
const UPLOAD_MS = 8_000;

async function upload(client: webApi.WebClient, chart: Chart, bytes: Uint8Array): Promise<string> {
  const filename = 'chart.png';
  const place = await client.files.getUploadURLExternal({
    filename,
    length: bytes.byteLength,
    alt_text: words(chart).alt_text,
  });
  if (!place.upload_url || !place.file_id) throw new Error('Slack gave no place to upload to');
  const sent = await fetch(place.upload_url, {
    method: 'POST',
    body: Buffer.from(bytes),
    signal: AbortSignal.timeout(UPLOAD_MS),
  });
  if (!sent.ok) throw new Error(`the upload was answered with ${sent.status}`);
  await client.files.completeUploadExternal({ files: [{ id: place.file_id, title: chart.title }] });
  return place.file_id;
}

/** Pictures drawn here and uploaded, or undefined where the app may not. */
export async function uploadedPictures(
  reply: Reply,
  charts: ChartHost,
  client: webApi.WebClient,
  log: Logger,
): Promise<PictureOf | undefined> {
  const pictures = new Map<Chart, Picture>();
  try {
    for (const chart of chartsOf(reply)) {
      const id = await upload(client, chart, await charts.draw(chart));
      pictures.set(chart, { ...words(chart), slack_file: { id } });
    }
  } catch (error) {
    log.info({ reason: reasonOf(error) }, 'a chart could not be uploaded; its facts are sent as words');
    return undefined;
  }
  return byChart(pictures);
}
