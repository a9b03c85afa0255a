import { Controller } from '@hotwired/stimulus';
import { createClient } from 'authrocket-wasm';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });

export default class extends Controller {
  connect() {
    this.attachment = client.attach(this.element);
  }

  disconnect() {
    this.attachment.detach();
  }
}
