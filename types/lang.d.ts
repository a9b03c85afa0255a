/** A file of `lang/`: every text in one language, to change some and pass them as `messages`. */
import type { MessageKey } from './index.js';

/** The texts, by key. */
declare const texts: Record<MessageKey, string>;

export default texts;
