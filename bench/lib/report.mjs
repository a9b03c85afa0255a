/** The figures as Markdown: a table for each measure, with the ratio to the hand-written page. */
import { PEERS } from './pages.mjs';

const digits = (value) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1));
const cell = ({ median, spread }) => (spread >= 0.05 ? `${digits(median)} ± ${digits(spread)}` : digits(median));

/**
 * @param {string} title
 * @param {[name: string, heading: string][]} columns
 * @param {Record<string, Record<string, {median: number, spread: number}>>} byPeer
 * @param {string} [ratio] the column to compare with the hand-written page
 */
export function table(title, columns, byPeer, ratio) {
  const floor = ratio && byPeer.fetch && byPeer.fetch[ratio].median;
  const head = ['', ...columns.map(([, heading]) => heading), ...(floor ? ['× hand-written'] : [])];
  const rows = Object.entries(byPeer).map(([peer, figures]) => [
    PEERS[peer].own ? `**${PEERS[peer].title}**` : PEERS[peer].title,
    ...columns.map(([name]) => cell(figures[name])),
    ...(floor ? [(figures[ratio].median / floor).toFixed(2)] : []),
  ]);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, '', line(head), line(head.map((_, at) => (at ? '--:' : '---'))), ...rows.map(line), ''].join('\n');
}
