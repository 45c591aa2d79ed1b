import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CreatedTicketResponse, CreateTicketRequest } from '#contracts';
import { Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { Tickets } from './tickets';

@ApiTags('tickets')
@Controller('v1/tickets')
export class TicketsController {
  constructor(private readonly tickets: Tickets) {}

  @Permission('tickets:create', 'tenant')
  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Make a ticket for one submission',
    description:
      "Whoever holds the ticket may submit that one body, once, until it expires, for the caller's tenant: `POST /v1/jobs` with `Authorization: Ticket TICKET` and no other credential. A submission that fails leaves the ticket good; one that was accepted uses it up, and showing it again is answered 409 `ticket_replayed` with the job that it was used for.",
  })
  @ContractResponse(201, 'CreatedTicketResponse', 'The ticket is good from now on.')
  @ProblemResponses('malformed_json', 'validation_failed', 'forbidden', 'unsupported_media_type', 'not_ready', 'store_unavailable')
  create(@Caller() caller: Principal, @ContractBody('CreateTicketRequest') body: CreateTicketRequest): Promise<CreatedTicketResponse> {
    return this.tickets.create(caller, body);
  }
}
