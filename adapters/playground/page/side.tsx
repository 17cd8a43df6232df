/** Beside the conversation (above it on a phone): what this is, who one is, and the commands. */

import { PERSONAS, type PersonaId } from '../personas.ts';
import type { WireCourse } from '../wire.ts';
import { Mark } from './icons.tsx';
import type { Route } from './route.ts';

interface SideProps {
  readonly persona: PersonaId;
  readonly unread: ReadonlySet<PersonaId>;
  readonly course: WireCourse;
  /** Those that the persona may use. */
  readonly commands: WireCourse['commands'];
  /** Which view is open; absent for whoever has the conversation alone. */
  readonly route?: Route;
  readonly be: (persona: PersonaId) => void;
  /** Puts a command into the composer. */
  readonly write: (text: string) => void;
}

const VIEWS: readonly { readonly id: Route; readonly name: string }[] = [
  { id: 'conversation', name: 'Conversation' },
  { id: 'class', name: 'The class' },
  { id: 'evidence', name: 'Evidence' },
];

export function Side({ persona, unread, course, commands, route, be, write }: SideProps) {
  return (
    <header class="side">
      <div class="title">
        <Mark />
        <div>
          <h1>{course.name}</h1>
          <p>
            <span>Playground</span> without log-in
          </p>
        </div>
      </div>
      <fieldset class="personas">
        <legend>You are</legend>
        {PERSONAS.map(({ id, name, initials }) => (
          <label key={id}>
            <input type="radio" name="persona" checked={id === persona} onChange={() => be(id)} />
            <span class="initials" aria-hidden="true">
              {initials}
            </span>
            {name}
            {unread.has(id) && <span class="unread">new</span>}
          </label>
        ))}
      </fieldset>
      {route !== undefined && (
        <nav class="views" aria-label="Views">
          {VIEWS.map(({ id, name }) => (
            <a key={id} href={`#${id}`} {...(route === id && { 'aria-current': 'page' })}>
              {name}
            </a>
          ))}
        </nav>
      )}
      <nav class="commands" aria-label="Commands">
        <h2>Commands</h2>
        <ul>
          {commands.map(({ name, description, options }) => (
            <li key={name}>
              <button
                type="button"
                title={description}
                onClick={() => write(`/${name}${options.length > 0 ? ' ' : ''}`)}
              >
                <code>/{name}</code>
                <span>
                  {options.map((option) => (option.required ? option.name : `[${option.name}]`)).join(' ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <p class="without">
        There is no log-in: whoever opens this page can be any of these people. It is for trying things out.
      </p>
    </header>
  );
}
