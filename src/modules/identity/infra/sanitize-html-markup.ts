import { Injectable } from '@nestjs/common';
import sanitizeHtml from 'sanitize-html';
import type { Markup } from '../domain/markup.js';

const RICH: sanitizeHtml.IOptions = {
  allowedTags: ['b', 'strong', 'i', 'em', 'u', 'code', 'p', 'br', 'ul', 'ol', 'li', 'a'],
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['https', 'http', 'mailto'],
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener noreferrer' }) },
};

@Injectable()
export class SanitizeHtmlMarkup implements Markup {
  plain(text: string): string {
    // Plain text is not HTML: an ampersand stays one. Angle brackets stay escaped, so nothing can become a tag again.
    return sanitizeHtml(text, { allowedTags: [], allowedAttributes: {} }).replaceAll('&amp;', '&').trim();
  }

  rich(text: string): string {
    return sanitizeHtml(text, RICH).trim();
  }
}
