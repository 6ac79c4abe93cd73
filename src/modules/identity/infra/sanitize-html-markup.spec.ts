import { describe, expect, it } from 'vitest';
import { SanitizeHtmlMarkup } from './sanitize-html-markup.js';

const markup = new SanitizeHtmlMarkup();

const ATTACKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<b onclick="alert(1)" style="background:url(//x)">x</b>',
  '<svg><style><!--</style><img src=x onerror=alert(1)>--></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style>',
  '<<b>script>alert(1)</b>',
  '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">',
  '&lt;img src=x onerror=alert(1)&gt;',
  '&amp;lt;img src=x onerror=alert(1)&amp;gt;',
];

describe('plain text', () => {
  it.each([
    ['<b>Jane</b> Doe', 'Jane Doe'],
    ['  Tom & Jerry "the" O\u2019Neill ', 'Tom & Jerry "the" O\u2019Neill'],
    ['Jos\u00e9 \ud83d\ude00', 'Jos\u00e9 \ud83d\ude00'],
    ['<b></b>', ''],
  ])('of %j is %j', (text, plain) => {
    expect(markup.plain(text)).toBe(plain);
  });

  it.each(ATTACKS)('has no markup left: %s', (attack) => {
    expect(markup.plain(attack)).not.toMatch(/[<>]/);
  });

  it.each([...ATTACKS, 'a < b > c', 'Tom & Jerry'])('is the same when it is saved again: %s', (text) => {
    const once = markup.plain(text);
    expect(markup.plain(once)).toBe(once);
  });
});

describe('rich text', () => {
  it('keeps emphasis, lists and links, which lend no authority', () => {
    expect(
      markup.rich('<p>I <em>like</em> <a href="https://example.com/?a=1&b=2" target="_top">it</a></p>'),
    ).toBe(
      '<p>I <em>like</em> <a href="https://example.com/?a=1&amp;b=2" rel="nofollow noopener noreferrer">it</a></p>',
    );
  });

  it.each(ATTACKS)('cannot act: %s', (attack) => {
    const rich = markup.rich(attack);
    const tags = rich.match(/<[^>]*>/g) ?? [];
    for (const tag of tags)
      expect(tag).toMatch(/^<\/?(b|a)>$|^<a( href="https?:[^"]*")? rel="nofollow noopener noreferrer">$/);
  });

  it.each([...ATTACKS, 'a < b > c & d'])('is the same when it is saved again: %s', (text) => {
    const once = markup.rich(text);
    expect(markup.rich(once)).toBe(once);
  });
});
