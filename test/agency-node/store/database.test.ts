import { openLevelDatabase } from '@creditmesh/agency-node/store/engine/levelDatabase.ts'
import { behavesLikeADatabase } from './database.behaviour.ts'
import { temporaryFolder } from './fixtures.ts'
import { openMemoryDatabase } from './memoryDatabase.ts'

behavesLikeADatabase('LevelDB', async () => openLevelDatabase(await temporaryFolder()))
behavesLikeADatabase('a table in memory', async () => openMemoryDatabase())
