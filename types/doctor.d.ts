/** Declares the global of the form doctor's script tag, `doctor.js`. Guide: docs/doctor.md. */
import type { Doctor } from './doctor.module.js';

declare global {
  interface Window {
    /** The form doctor; defined by the script tag `doctor.js`. */
    AuthRocketDoctor?: Doctor;
  }
}
