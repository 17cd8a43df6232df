/** What an empty conversation shows: one sentence, one button. */

export function Welcome({ start }: { start: () => void }) {
  return (
    <section class="welcome">
      <h2>Predict first. Then run it.</h2>
      <p>
        A lab about what attention costs: somebody asks, you lock a prediction, and only then the simulator
        opens. It works in a chat: press buttons, or type commands such as <code>/lab</code>.
      </p>
      <button type="button" class="primary" onClick={start}>
        Start the lab <code>/lab</code>
      </button>
      <p class="aside">Been here before? The same button takes you back to where you were.</p>
    </section>
  );
}
