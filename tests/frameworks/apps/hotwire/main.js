import * as Turbo from '@hotwired/turbo';
import { Application } from '@hotwired/stimulus';
import AuthrocketController from './authrocket_controller.js';

Application.start().register('authrocket', AuthrocketController);
window.Turbo = Turbo;
