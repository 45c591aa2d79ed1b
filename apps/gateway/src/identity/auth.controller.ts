import { Controller, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JwksResponse, LoginRequest, RefreshRequest, SessionResponse, SigningKeyResponse } from '#contracts';
import { ContractBody, ContractResponse, Permission, ProblemResponses, Public } from '#http';
import { isConsole, NO_COOKIE, refreshTokenIn, sessionCookie } from './session-cookie';
import { type OpenSession, SignIn } from './sign-in';
import { TokenKeys } from './token-keys';

@ApiTags('identity')
@Controller()
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly keys: TokenKeys,
  ) {}

  @Public()
  @Post('v1/auth/login')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Sign in',
    description: 'Answers an access token of 15 minutes and a refresh token. With the header `X-Observatory-Console` the refresh token is set as a cookie (`HttpOnly`, `Secure`, `SameSite=Strict`) and does not stand in the body.',
  })
  @ContractResponse(200, 'SessionResponse')
  @ProblemResponses('malformed_json', 'validation_failed', 'unauthorized', 'foreign_origin', 'unsupported_media_type', 'store_unavailable')
  async login(@ContractBody('LoginRequest') body: LoginRequest, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionResponse> {
    const console = isConsole(request);
    return answer(await this.signIn.login(body, request), console, reply);
  }

  @Public()
  @Post('v1/auth/refresh')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Go on with a session', description: 'Uses a refresh token up and answers the next one. One that was used before ends its session, unless it comes again within 10 seconds: then the answer was lost, and is the same. With `tenant` the access token is good in another tenant that the user is a member of.' })
  @ContractResponse(200, 'SessionResponse')
  @ProblemResponses('malformed_json', 'validation_failed', 'unauthorized', 'forbidden', 'foreign_origin', 'unsupported_media_type', 'store_unavailable')
  async refresh(@ContractBody('RefreshRequest') body: RefreshRequest, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionResponse> {
    const console = isConsole(request);
    return answer(await this.signIn.refresh(console ? { ...body, refreshToken: refreshTokenIn(request) } : body, request), console, reply);
  }

  @Public()
  @Post('v1/auth/logout')
  @HttpCode(204)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Sign out', description: 'Ends the session of the refresh token. Its access tokens are refused everywhere within 5 seconds.' })
  @ApiResponse({ status: 204, description: 'The session has ended, or there was none.' })
  @ProblemResponses('malformed_json', 'validation_failed', 'foreign_origin', 'unsupported_media_type', 'store_unavailable')
  async logout(@ContractBody('RefreshRequest') body: RefreshRequest, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const console = isConsole(request);
    await this.signIn.logout(console ? refreshTokenIn(request) : body.refreshToken, request.principal, request);
    if (console) void reply.header('set-cookie', NO_COOKIE);
  }

  @Public()
  @Get('.well-known/jwks.json')
  @Header('cache-control', 'public, max-age=30')
  @ApiOperation({ summary: 'The public keys of the tokens', description: 'The next key stands here before it signs, and one that signs no more until the last of its tokens has ended.' })
  @ContractResponse(200, 'JwksResponse')
  @ProblemResponses('store_unavailable')
  readKeys(): Promise<JwksResponse> {
    return this.keys.published();
  }

  @Permission('keys:write')
  @Post('v1/auth/signing-keys/rotate')
  @HttpCode(201)
  @ApiOperation({ summary: 'Have another key sign the tokens', description: 'A minute from now, when everybody knows it. Nobody has to sign in again.' })
  @ContractResponse(201, 'SigningKeyResponse')
  @ProblemResponses('store_unavailable')
  rotateSigningKey(): Promise<SigningKeyResponse> {
    return this.keys.rotate();
  }
}

function answer({ refreshToken, ...session }: OpenSession, console: boolean, reply: FastifyReply): SessionResponse {
  if (!console) return { ...session, refreshToken };
  void reply.header('set-cookie', sessionCookie(refreshToken, session.sessionEndsAt));
  return session;
}
