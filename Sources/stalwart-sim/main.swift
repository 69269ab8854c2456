// SPDX-License-Identifier: MIT

internal import Glibc
internal import Simulator

exit(SimulatorTool.run(Array(CommandLine.arguments.dropFirst())))
