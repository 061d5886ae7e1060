//! What 200 amendments of 60 organisations to a text of 100 pages cost, beside limits and peers
//! measured in the same run.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its figures, and fails where something does not work"
)]

mod engine;
mod page;
mod redline;
mod report;
mod sample;

#[tokio::main]
async fn main() {
    println!("{}", report::HEAD);
    engine::run();
    redline::run();
    page::run().await;
}
