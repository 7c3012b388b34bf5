import { caseContract } from '../support/cases/contract.ts';
import { sqlite } from '../support/cases/sqlite.ts';

caseContract(sqlite);
