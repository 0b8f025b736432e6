import { fileURLToPath } from 'node:url'
import hardhatEthers from '@nomicfoundation/hardhat-ethers'
import { defineConfig } from 'hardhat/config'

// The compiler is the npm package, so that a build needs no download from a compiler list.
const solcPath = fileURLToPath(import.meta.resolve('solc/soljson.js'))

// Coverage instruments what it compiles: it builds into a folder of its own, so that nobody deploys that.
const build = process.env.CREDITMESH_BUILD ?? '.'

export default defineConfig({
  plugins: [hardhatEthers],
  solidity: {
    // Deployed as it is; without this line its artefact would not be written.
    npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
    compilers: [
      {
        version: '0.8.37',
        path: solcPath,
        settings: {
          // OpenZeppelin 5.7 uses mcopy, so the chain must be at Cancun or later.
          evmVersion: 'cancun',
          viaIR: true,
          optimizer: { enabled: true, runs: 1_000_000 },
        },
      },
    ],
  },
  paths: {
    sources: './contracts',
    tests: { solidity: './test/contracts' },
    artifacts: `${build}/artifacts`,
    cache: `${build}/cache`,
  },
  networks: {
    local: {
      type: 'edr-simulated',
      chainType: 'l1',
      chainId: 31337,
      hardfork: 'cancun',
      allowBlocksWithSameTimestamp: true,
    },
  },
})
