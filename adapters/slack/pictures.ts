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
import { upload } from './upload.ts';

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
  if (charts.origin === undefined) return undefined;
  const pictures = new Map<Chart, Picture>();
  for (const chart of chartsOf(reply)) {
    const image = await charts.image(chart);
    if (image.kind !== 'url' || image.url.length > LIMITS.urlCharacters) return undefined;
    pictures.set(chart, { ...words(chart), image_url: image.url });
  }
  return byChart(pictures);
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
      const shown = words(chart);
      const bytes = await charts.draw(chart);
      const id = await upload(client, {
        filename: 'chart.png',
        title: chart.title,
        bytes,
        alt: shown.alt_text,
      });
      pictures.set(chart, { ...shown, slack_file: { id } });
    }
  } catch (error) {
    log.info({ reason: reasonOf(error) }, 'a chart could not be uploaded; its facts are sent as words');
    return undefined;
  }
  return byChart(pictures);
}
