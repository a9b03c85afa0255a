/** A file of `lang/`: all texts of one language. Copy and change them, and pass them as `messages`. */
import type { MessageKey } from './index.js';

/** The texts, by key. */
declare const texts: Record<MessageKey, string>;

export default texts;
