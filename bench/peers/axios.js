// The way of AuthRocket 2's own client: axios, JSON and a header of its own, so the browser asks with a preflight first.
import axios from 'axios';
import { instance, onSubmit } from './page.js';

const headers = { 'Content-Type': 'application/json', 'LR-Agent': 'LoginRocket/js v1.0.1' };
onSubmit(async (email, password) => {
  const { data } = await axios.post(`${instance}/v2/login`, { email, password }, {
    headers, timeout: 4000, validateStatus: (status) => status < 500,
  });
  if (data.result === 'error') {
    throw new Error(data.error);
  }
  return data.token;
});
