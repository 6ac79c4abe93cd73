import { asana } from './asana.js';
import { dropbox } from './dropbox.js';
import { github } from './github.js';
import { gmail, googleDrive } from './google.js';
import { outlook, teams } from './microsoft.js';
import { notion } from './notion.js';
import type { Provider } from './provider.js';
import { slack } from './slack.js';
import { trello } from './trello.js';

/** Every provider that a connection can be made with. Another one: its file, its fixtures, and a line here. */
export const PROVIDERS: readonly Provider[] = [
  asana,
  dropbox,
  github,
  gmail,
  googleDrive,
  notion,
  outlook,
  slack,
  teams,
  trello,
];
