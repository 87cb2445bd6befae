/// What every peer written in C++ reads and prints: the path of its requests, and what became of them.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

/// One stop of a request: a pure delay if `servers` is 0, else first come, first served with so many servers.
struct Stop {
  int servers = 0;
  double mean = 0;     ///< of the exponential delay or service, in seconds
  double leaving = 0;  ///< the share that leaves behind the stop
};

/// Poisson arrivals of `rate` per second for `horizon` seconds, each of which makes the stops in order.
struct Path {
  double rate = 0;
  double horizon = 0;
  long seed = 0;
  std::vector<Stop> stops;
};

/// Count and sum of the sojourns so far, in seconds.
struct Sojourns {
  long count = 0;
  double total = 0;
};

/// Returns the path that the command line asks for: RATE HORIZON SEED SERVERS:MEAN:LEAVING...; ends the program
/// with status 2 if it is none.
inline Path read_path(int argc, char** argv) {
  Path path;
  if (argc > 4) {
    path = {std::atof(argv[1]), std::atof(argv[2]), std::atol(argv[3]), {}};
    for (int i = 4; i < argc; ++i) {
      Stop stop;
      if (std::sscanf(argv[i], "%d:%lf:%lf", &stop.servers, &stop.mean, &stop.leaving) == 3) {
        path.stops.push_back(stop);
      }
    }
  }
  if (argc < 5 || path.stops.size() != static_cast<std::size_t>(argc - 4)) {
    std::fputs("usage: PEER RATE HORIZON SEED SERVERS:MEAN:LEAVING...\n", stderr);
    std::exit(2);
  }
  return path;
}

/// Prints requests, their mean sojourn, and the CPU seconds since `started`, a value of std::clock().
inline void print_result(std::clock_t started, const Sojourns& sojourns) {
  const double seconds = static_cast<double>(std::clock() - started) / CLOCKS_PER_SEC;
  std::printf("{\"requests\": %ld, \"mean_s\": %.9g, \"cpu_s\": %.6f}\n", sojourns.count,
              sojourns.total / static_cast<double>(sojourns.count), seconds);
}
