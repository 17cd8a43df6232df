/** What an empty conversation shows: how a lab goes, which labs there are, one button. */

import type { WireCourse } from '../wire.ts';

export function Welcome({ labs, start }: { labs: WireCourse['labs']; start: () => void }) {
  return (
    <section class="welcome">
      <h2>Predict first. Then run it.</h2>
      <p>
        Somebody asks, you lock a prediction, and only then the simulator opens. It works in a chat: press
        buttons, or type commands such as <code>/lab</code>.
      </p>
      <dl>
        {labs.map(({ title, description }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="primary" onClick={start}>
        Show the labs <code>/lab</code>
      </button>
      <p class="aside">Been here before? The same button shows where you were in each.</p>
    </section>
  );
}
