"""`make bench`: all benchmarks, one after another, in one run."""

from tests.benchmarks import (
    bench_atlas,
    bench_begin,
    bench_build,
    bench_commands,
    bench_exports,
    bench_nullcountries,
    bench_page,
    bench_tiles,
    bench_weights,
)

for bench in (
    *(bench_commands, bench_begin, bench_build, bench_exports, bench_atlas, bench_tiles, bench_page, bench_weights),
    bench_nullcountries,
):
    bench.main()
