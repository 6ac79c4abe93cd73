import { asana } from './families/asana.js';
import { dropbox } from './families/dropbox.js';
import { githubConnection, githubSignIn } from './families/github.js';
import { gmail, googleDrive, googleSignIn } from './families/google.js';
import { microsoftSignIn, outlook, teams } from './families/microsoft.js';
import { notion } from './families/notion.js';
import { slack } from './families/slack.js';
import { trello } from './families/trello.js';
import type { StandIn } from './stand-in.js';

/** Every provider that is played: those of connections, then those of sign-in. */
export const STAND_INS: readonly StandIn[] = [
  asana,
  dropbox,
  githubConnection,
  gmail,
  googleDrive,
  notion,
  outlook,
  slack,
  teams,
  trello,
  googleSignIn,
  microsoftSignIn,
  githubSignIn,
];
