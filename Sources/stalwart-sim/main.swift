// SPDX-License-Identifier: MIT

internal import Glibc

exit(SimulatorCommand.run(Array(CommandLine.arguments.dropFirst())))
