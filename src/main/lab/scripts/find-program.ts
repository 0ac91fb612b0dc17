import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import type { Place, Problem } from '../../../shared/errors.ts'
import type { Script } from './model.ts'

/** A program as a file of the lab names it. */
export interface WrittenProgram {
  /** A text is the path of a program; a list is a program and its arguments. */
  readonly written: string | readonly string[]
  /** Folders from which a path is meant: the first in which it is. Absolute. */
  readonly from: readonly string[]
  readonly place: Place
}

export type FindProgram = (program: WrittenProgram) => Script

/** Finds programs on this machine. `path` is the PATH of those who will run them. */
export function createProgramFinder(path: string): FindProgram {
  const onPath = path.split(delimiter).filter((folder) => isAbsolute(folder))
  return ({ written, from, place }) => {
    const [program = '', ...args] = typeof written === 'string' ? [written] : written
    const isPath = typeof written === 'string' || program.includes('/')
    const candidates = (isPath ? from : onPath).map((folder) => resolve(folder, program))
    const known = candidates.map((candidate) => ({ candidate, fault: faultOf(candidate) }))
    const good = known.find(({ fault }) => fault === null)
    if (good) return { command: [isPath ? good.candidate : program, ...args], problem: null }
    // What is there and cannot be run is more worth telling than what is not there.
    const told = known.find(({ fault }) => fault !== 'missing') ?? known[0]
    const problem = isPath
      ? pathProblem(program, typeof written === 'string', told, place)
      : nameProblem(program, from, place)
    return { command: [isPath ? (told?.candidate ?? program) : program, ...args], problem }
  }
}

type Fault = 'missing' | 'folder' | 'no file' | 'not executable'

function faultOf(path: string): Fault | null {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 'missing'
  if (found.isDirectory()) return 'folder'
  if (!found.isFile()) return 'no file'
  try {
    accessSync(path, constants.X_OK)
    return null
  } catch {
    return 'not executable'
  }
}

function pathProblem(
  program: string,
  isText: boolean,
  told: { readonly candidate: string; readonly fault: Fault | null } | undefined,
  place: Place,
): Problem {
  const where = told && told.candidate !== program ? ` (${told.candidate})` : ''
  switch (told?.fault) {
    case 'folder':
      return problem(`The script \`${program}\`${where} is a folder.`, 'Name the program in it.', place)
    case 'no file':
      return problem(`The script \`${program}\`${where} is no file.`, 'Name a program.', place)
    case 'not executable':
      return problem(
        `The script \`${program}\`${where} is not executable.`,
        `Make it so: chmod +x ${told.candidate}`,
        place,
      )
    case 'missing':
    case null:
    case undefined: {
      const isLine = isText && /\s/.test(program)
      return problem(
        `The script \`${program}\`${where} does not exist.`,
        isLine
          ? `A text is one path; write arguments as a list: [${program.trim().split(/\s+/).join(', ')}].`
          : "A path is meant from the lab's folder; a program of PATH is written as a list: [docker, restart, web].",
        place,
      )
    }
  }
}

function nameProblem(program: string, from: readonly string[], place: Place): Problem {
  const isHere = from.some((folder) => statSync(join(folder, program), { throwIfNoEntry: false })?.isFile())
  return problem(
    `There is no program \`${program}\` on the PATH.`,
    isHere ? `For the file of the lab, write \`./${program}\`.` : 'Install it, or write its path.',
    place,
  )
}

function problem(message: string, hint: string, place: Place): Problem {
  return { code: 'LAB_FILE_INVALID', message, place, hint }
}
