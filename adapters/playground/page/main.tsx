/** The page's entry: styles, state, and the first drawing. */

import './style/fonts.css';
import './style/base.css';
import './style/layout.css';
import './style/side.css';
import './style/messages.css';
import './style/figures.css';
import './style/bars.css';
import './style/choices.css';
import './style/composer.css';
import './style/class.css';
import './style/students.css';
import './style/attention.css';
import './style/evidence.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { Chat } from './chat.ts';

/** Where the on-screen keyboard shrinks only what is visible, the page follows it. */
function followVisibleHeight(): void {
  const viewport = window.visualViewport;
  const follow = () => {
    if (viewport) document.documentElement.style.setProperty('--visible-height', `${viewport.height}px`);
  };
  viewport?.addEventListener('resize', follow);
}

const chat = new Chat();
const root = document.getElementById('page');
if (root) {
  render(<App chat={chat} />, root);
  chat.start();
  followVisibleHeight();
}
