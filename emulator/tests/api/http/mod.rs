//! What every request passes, whatever its route.

mod cors;
mod fuzz;
mod limits;
mod robustness;
mod time_limits;
