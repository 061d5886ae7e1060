//! clausewise
fn main() {}
