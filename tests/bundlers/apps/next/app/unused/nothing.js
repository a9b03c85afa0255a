'use client';

import 'authrocket-wasm';
import { createClient } from 'authrocket-wasm';

export default function Nothing() {
  return <p>nothing of it is used</p>;
}
